package dev.trellis;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sees to it that the product can be shipped without its sandbox.
 */
class SandboxAbsenceTests {

	private static final String SANDBOX = "dev.trellis.sandbox..";

	private final JavaClasses product = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("dev.trellis");

	@Test
	void productKnowsNothingOfTheSandbox() {
		assertThat(this.product).hasSizeGreaterThan(100);
		ArchRuleDefinition.noClasses().should().dependOnClassesThat().resideInAPackage(SANDBOX).check(this.product);
	}

	@Test
	void productHoldsNoSandbox() {
		ArchRuleDefinition.noClasses().should().resideInAPackage(SANDBOX).check(this.product);
	}

}
