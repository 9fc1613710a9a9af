/**
 * Tells people by mail what needs them, and which links sign them in. Refuses to know how
 * a mail is sent or a link is kept.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: mail", "linking", "provider" })
@NullMarked
package dev.trellis.notice;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
