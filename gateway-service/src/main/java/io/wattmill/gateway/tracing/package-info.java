// SPDX-License-Identifier: Apache-2.0
/**
 * Where a request stands in a distributed trace: the context that came with it and goes on, and,
 * where the site collects traces, its spans, by OpenTelemetry's SDK.
 *
 * <p>It is told of a route, a request and its attempts, and knows nothing of who decides them or of
 * connections; what was said it hands to {@code telemetry}, where the site opted in. Start with
 * {@link io.wattmill.gateway.tracing.Tracing}.
 */
@NullMarked
package io.wattmill.gateway.tracing;

import org.jspecify.annotations.NullMarked;
