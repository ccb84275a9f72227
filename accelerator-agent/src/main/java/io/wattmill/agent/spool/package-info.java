// SPDX-License-Identifier: Apache-2.0
/**
 * A backlog on disk: append-only files of bounded size, written and read by one thread of its own,
 * so that a slow disk delays nothing but itself. A full or broken disk leaves the memory that there
 * is, and says so.
 *
 * <p>It must not know what waits, nor for whom. Start reading at {@link
 * io.wattmill.agent.spool.DiskBacklog} (the event loop's side), then {@link
 * io.wattmill.agent.spool.Spool} (the disk's side).
 */
@NullMarked
package io.wattmill.agent.spool;

import org.jspecify.annotations.NullMarked;
