package dev.trellis.account;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks people to prove once more who they are before a page is shown or a form is taken,
 * unless they did within the last ten minutes. From a form they come back to the page at
 * its own address, so there has to be one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ConfirmIdentity {

}
