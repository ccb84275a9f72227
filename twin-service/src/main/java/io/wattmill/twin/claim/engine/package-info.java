// SPDX-License-Identifier: Apache-2.0
/**
 * What the router's engine model expects of a claim's sides. Pure.
 *
 * <p>Start reading at {@link io.wattmill.twin.claim.engine.EngineThroughput}.
 */
@NullMarked
package io.wattmill.twin.claim.engine;

import org.jspecify.annotations.NullMarked;
