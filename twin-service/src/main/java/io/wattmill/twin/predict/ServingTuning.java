// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.Calibration;

/**
 * Everything that was fitted for one backend.
 *
 * @param steps what it makes of kernels
 * @param loop what it makes of a closed loop
 */
public record ServingTuning(Calibration steps, LoopFactors loop) {}
