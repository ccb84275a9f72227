// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.gateway.telemetry.TraceContext;

import java.util.Optional;

/**
 * A call that came in.
 *
 * @param requestId UUIDv7 of the request
 * @param method HTTP method
 * @param route the pattern of paths that it was found by, never the path itself
 * @param caller the trace that the caller says it belongs to
 */
public record Arrival(
        String requestId, String method, String route, Optional<TraceContext> caller) {}
