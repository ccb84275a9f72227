// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

/**
 * What a serving point is expected to show.
 *
 * @param ttftSeconds mean time to the first token
 * @param tpotSeconds mean time per further token
 */
public record Prediction(double ttftSeconds, double tpotSeconds) {}
