// SPDX-License-Identifier: Apache-2.0
/**
 * What telemetry is called and how it is read: OpenTelemetry's names for generative AI, the closed
 * list of error types, W3C trace context, and what a request and its answer say, as the conventions
 * write it: parameters, and for sites that opt in the messages ({@link
 * io.wattmill.gateway.telemetry.Content}, {@link io.wattmill.gateway.telemetry.OutputMessages}).
 * Pure.
 *
 * <p>Knows nothing of who measures or where it goes. Start with {@link
 * io.wattmill.gateway.telemetry.GenAi} and {@link io.wattmill.gateway.telemetry.TraceContext}.
 */
@NullMarked
package io.wattmill.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
