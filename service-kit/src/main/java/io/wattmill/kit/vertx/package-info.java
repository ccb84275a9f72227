// SPDX-License-Identifier: Apache-2.0
/** Hops between event-loop contexts. Start at {@link io.wattmill.kit.vertx.Contexts}. */
@NullMarked
package io.wattmill.kit.vertx;

import org.jspecify.annotations.NullMarked;
