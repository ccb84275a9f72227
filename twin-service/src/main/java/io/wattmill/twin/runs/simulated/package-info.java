// SPDX-License-Identifier: Apache-2.0
/**
 * Runs carried out: a plan's text and a question in, the answer of all layers out. Pure but for the
 * files that plans and questions name.
 *
 * <p>Knows no database, no HTTP and no clock.
 *
 * <p>Start reading at {@link io.wattmill.twin.runs.simulated.AnsweringWork}.
 */
@NullMarked
package io.wattmill.twin.runs.simulated;

import org.jspecify.annotations.NullMarked;
