package dev.trellis.provider;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of what a provider holds.
 *
 * @param findings what was found, in the provider's order
 * @param skipped how many rows made no sense and were left out
 * @param next what to go on with; null on the last page
 * @param total how many there are in all; null if the provider does not tell
 * @param gaps whether more may be there that could not be looked at, so that what was not
 * found need not be gone
 * @param accountHint a name that the findings give the account, to show but not to trust;
 * null if there is none
 */
public record HarvestPage(List<Finding> findings, int skipped, @Nullable String next, @Nullable Integer total,
		boolean gaps, @Nullable String accountHint) {

	/**
	 * A page that is all there is.
	 * @param findings what was found
	 * @param skipped how many rows made no sense
	 * @return the only page
	 */
	public static HarvestPage last(List<Finding> findings, int skipped) {
		return new HarvestPage(findings, skipped, null, null, false, null);
	}

	/**
	 * This page, if there are gaps in it.
	 * @param gaps whether there are
	 * @return the page
	 */
	public HarvestPage gaps(boolean gaps) {
		return new HarvestPage(this.findings, this.skipped, this.next, this.total, gaps, this.accountHint);
	}

}
