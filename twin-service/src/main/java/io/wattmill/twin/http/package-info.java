// SPDX-License-Identifier: Apache-2.0
/**
 * The twin's REST API, on a loopback port of its own, for callers that show a sealed principal: the
 * gateway.
 *
 * <p>The shell around {@code twin.check}; it must not know the emulated fleet.
 *
 * <p>Start reading at {@link io.wattmill.twin.http.TwinHttp}.
 */
@NullMarked
package io.wattmill.twin.http;

import org.jspecify.annotations.NullMarked;
