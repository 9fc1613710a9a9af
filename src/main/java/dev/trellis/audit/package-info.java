/**
 * Who did what to which account, when and from where: rows are added and, when they are
 * too old, dropped, but never changed. Listens to what other modules tell; none of them
 * knows of it. Refuses to know any secret, and keeps no name: a row leads to a person
 * only as long as that person has an account.
 */
@ApplicationModule(allowedDependencies = { "account", "account :: key", "jdbc", "linking", "paging", "webhook" })
@NullMarked
package dev.trellis.audit;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
