// SPDX-License-Identifier: Apache-2.0
/**
 * The shapes in which callers speak. A {@link io.wattmill.gateway.dialect.Dialect} reads a request
 * into the one form that everything else handles, which is what an engine is sent, and writes what
 * the engine says as its callers read it. Below it, a package for each family of shapes.
 *
 * <p>Knows nothing of sockets, keys, prices or time. Start with {@link
 * io.wattmill.gateway.dialect.Dialect}, then {@link io.wattmill.gateway.dialect.EngineRequest}.
 */
@NullMarked
package io.wattmill.gateway.dialect;

import org.jspecify.annotations.NullMarked;
