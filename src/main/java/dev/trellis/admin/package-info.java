/**
 * The administrator's desk: every linked account, the providers, the members, the jobs
 * and the audit; never a token and never a person's items. Nothing depends on it.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "export", "job", "linking", "origin", "paging",
		"provider", "sync", "vault" })
@NullMarked
package dev.trellis.admin;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
