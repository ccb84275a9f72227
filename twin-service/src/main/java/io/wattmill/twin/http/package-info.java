// SPDX-License-Identifier: Apache-2.0
/**
 * The twin's REST API, on a loopback port of its own, for callers that show a sealed principal: the
 * gateway.
 *
 * <p>The shell around checks, claims, runs, comparisons, reports and traces, one class of routes
 * each, and the administrators' way to the commands of the emulated fleet, of which it must know
 * nothing else. Must not know what an answer means.
 *
 * <p>Start reading at {@link io.wattmill.twin.http.TwinHttp}.
 */
@NullMarked
package io.wattmill.twin.http;

import org.jspecify.annotations.NullMarked;
