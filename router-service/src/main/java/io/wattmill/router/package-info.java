// SPDX-License-Identifier: Apache-2.0
/**
 * The router: keeps a view of the fleet and decides which node serves a request.
 *
 * <p>It must not know the twin, and holds no truth that must survive it: agents rebuild its view
 * within two seconds. Start reading at {@link io.wattmill.router.RouterService} for the wiring and
 * at {@link io.wattmill.router.placement.Dispatcher} for what it decides.
 */
@NullMarked
package io.wattmill.router;

import org.jspecify.annotations.NullMarked;
