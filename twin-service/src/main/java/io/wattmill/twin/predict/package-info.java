// SPDX-License-Identifier: Apache-2.0
/**
 * Time to first token and time per token of one engine that a fixed number of clients keep busy:
 * the engine model's steps in a closed loop. Must not know time or HTTP, and of files only lines.
 * Start at {@link io.wattmill.twin.predict.Predictor}; {@link io.wattmill.twin.predict.PointRow}
 * reads what published serving points call things.
 */
@NullMarked
package io.wattmill.twin.predict;

import org.jspecify.annotations.NullMarked;
