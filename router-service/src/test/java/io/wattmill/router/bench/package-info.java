// SPDX-License-Identifier: Apache-2.0
/**
 * What the router's core costs, by JMH, and what its prefix index and {@code Place} over gRPC do.
 * Started by {@code decision}, {@code prefix-index} and {@code place-over-grpc} of {@code
 * deploy/measure}; no test asserts a time. Start reading at {@link
 * io.wattmill.router.bench.DecisionBenchmark}.
 */
@NullMarked
package io.wattmill.router.bench;

import org.jspecify.annotations.NullMarked;
