// SPDX-License-Identifier: Apache-2.0
/**
 * Where a request stands in a distributed trace: the context that came with it and goes on, and,
 * where the site collects traces, its spans, by OpenTelemetry's SDK.
 *
 * <p>Knows nothing of routes, engines or bodies; it is told what to say. Start with {@link
 * io.wattmill.gateway.tracing.Tracing}.
 */
@NullMarked
package io.wattmill.gateway.tracing;

import org.jspecify.annotations.NullMarked;
