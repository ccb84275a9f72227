// SPDX-License-Identifier: Apache-2.0
/**
 * What a fault of a device means, and what follows from it: one fault told by several channels is
 * counted once, a table says what each XID asks for, and a course per device leads from healthy
 * over suspect, draining and down to recovered. What a tenant's program does wrong never drains.
 *
 * <p>It must not know where faults are heard of, or who is told. Start reading at {@link
 * io.wattmill.agent.health.HealthBook}; the rows are in {@code xid.csv} beside {@link
 * io.wattmill.agent.health.XidTable}.
 */
@NullMarked
package io.wattmill.agent.health;

import org.jspecify.annotations.NullMarked;
