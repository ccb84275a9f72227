// SPDX-License-Identifier: Apache-2.0
/**
 * The router's picture of the fleet for everyone else: {@code fleet.snapshot.v1} once a second, and
 * {@code fleet.event.v1} when a node changes state; and its metrics.
 *
 * <p>It must not change anything. Start reading at {@link io.wattmill.router.publish.Announcer}.
 */
@NullMarked
package io.wattmill.router.publish;

import org.jspecify.annotations.NullMarked;
