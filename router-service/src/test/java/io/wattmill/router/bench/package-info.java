// SPDX-License-Identifier: Apache-2.0
/**
 * What the router's core costs, by JMH, and what its prefix index does. Started by {@code
 * deploy/measure/decision} and {@code deploy/measure/prefix-index}; no test asserts a time. Start
 * reading at {@link io.wattmill.router.bench.DecisionBenchmark}.
 */
@NullMarked
package io.wattmill.router.bench;

import org.jspecify.annotations.NullMarked;
