// SPDX-License-Identifier: Apache-2.0
/**
 * How long a request would take on an engine, and how many joules, given the work that is on it.
 *
 * <p>It must not know nodes, health or policies: whether an engine may be used is decided
 * elsewhere. Start reading at {@link io.wattmill.router.prediction.Forecast}.
 */
@NullMarked
package io.wattmill.router.prediction;

import org.jspecify.annotations.NullMarked;
