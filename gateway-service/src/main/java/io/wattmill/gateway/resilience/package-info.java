// SPDX-License-Identifier: Apache-2.0
/**
 * What is done about engines that fail: when an engine is left alone, when another call is worth
 * its load, which model takes over, how long anything is waited for.
 *
 * <p>Knows no engine, no connection and no clock: time and chance are arguments. Start with {@link
 * io.wattmill.gateway.resilience.Breaker}, then {@link io.wattmill.gateway.resilience.Course}.
 */
@NullMarked
package io.wattmill.gateway.resilience;

import org.jspecify.annotations.NullMarked;
