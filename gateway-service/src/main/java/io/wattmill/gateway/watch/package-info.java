// SPDX-License-Identifier: Apache-2.0
/**
 * Deadlines of one event loop: a single timer looks over everything that waits, instead of a timer
 * each.
 *
 * <p>Knows nothing of what is waited for. Start with {@link io.wattmill.gateway.watch.Watchdog}.
 */
@NullMarked
package io.wattmill.gateway.watch;

import org.jspecify.annotations.NullMarked;
