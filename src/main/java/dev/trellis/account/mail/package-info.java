/**
 * Letters to people, by mail: kept in an outbox and sent by jobs, never while a page is
 * made.
 */
@NamedInterface("mail")
@NullMarked
package dev.trellis.account.mail;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
