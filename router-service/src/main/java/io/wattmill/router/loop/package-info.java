// SPDX-License-Identifier: Apache-2.0
/**
 * The one event-loop context that owns the router's state, and the way onto it.
 *
 * <p>It must not decide anything: it brings the moment, runs the call, and hands on what changed.
 * Start reading at {@link io.wattmill.router.loop.RouterLoop}.
 */
@NullMarked
package io.wattmill.router.loop;

import org.jspecify.annotations.NullMarked;
