// SPDX-License-Identifier: Apache-2.0
/**
 * What the router knows of its nodes and engines: what agents told it, how long ago, and what
 * follows for new work.
 *
 * <p>It must not know connections, protobuf or clocks: each message comes parsed, each call brings
 * its own moment. Start reading at {@link io.wattmill.router.fleet.Fleet}.
 */
@NullMarked
package io.wattmill.router.fleet;

import org.jspecify.annotations.NullMarked;
