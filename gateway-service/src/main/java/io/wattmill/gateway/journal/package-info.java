// SPDX-License-Identifier: Apache-2.0
/**
 * The local, durable record of every request that was let in: opened at admission, marked while it
 * runs, closed before its last byte leaves, kept until the ledger has it. A killed process loses
 * nothing that was written; a lost host loses at most the last sync interval.
 *
 * <p>Knows nothing of sockets, engines, prices or of how records reach the ledger. Start with
 * {@link io.wattmill.gateway.journal.Journal}, then {@link io.wattmill.gateway.journal.Segment} for
 * the bytes.
 */
@NullMarked
package io.wattmill.gateway.journal;

import org.jspecify.annotations.NullMarked;
