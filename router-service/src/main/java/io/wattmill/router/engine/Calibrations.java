// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * The backends' calibrations. Source: fitted by {@code deploy/measure/fidelity serving-points} to
 * aiconfigurator's measured serving points (commit 095f58a, Apache-2.0; 1,552 aggregated rows); see
 * docs/FIDELITY.md for the error of each.
 */
final class Calibrations {
    private static final Calibration VLLM =
            new Calibration(
                    1.0, 1.0, 0.8, 1.0, 0.85, 1.0, 1.1, 1.6, 2.5, 0.5, 0.7, 25e-6, 30e-6, 80e-6,
                    70e-6, 0.8, 10e-6, 300e-6);

    private Calibrations() {}

    static Calibration of(EngineBackend backend) {
        return switch (backend) {
            case VLLM, SGLANG, TRTLLM -> VLLM;
        };
    }
}
