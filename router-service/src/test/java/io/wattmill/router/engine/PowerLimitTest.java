// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PowerLimitTest {
    private static final StepLoad PROMPT = StepLoad.prefill(4096, 0);
    private static final StepLoad FEW = StepLoad.decode(4, 4_000);

    private static EngineModel engine(GpuSpec gpu) {
        return new EngineModel(Models.LLAMA_3_1_8B, gpu, 1);
    }

    @Test
    void aPromptUnderALimitDrawsTheLimitAndTakesLonger() {
        EngineModel free = engine(Gpus.H100_SXM);
        EngineModel limited = engine(Gpus.H100_SXM.limitedTo(400_000));
        assertEquals(400_000, limited.powerMilliwatts(PROMPT));
        assertTrue(limited.seconds(PROMPT) > 1.3 * free.seconds(PROMPT));
        assertEquals(400_000, limited.maxPowerMilliwatts());
    }

    @Test
    void stepsThatDrawLessThanTheLimitAreAsBefore() {
        EngineModel free = engine(Gpus.H100_SXM);
        EngineModel limited = engine(Gpus.H100_SXM.limitedTo(600_000));
        assertEquals(free.seconds(FEW), limited.seconds(FEW));
        assertEquals(free.powerMilliwatts(FEW), limited.powerMilliwatts(FEW));
    }

    @Test
    void underALimitTimeStaysAffineInTheCacheRead() {
        EngineModel limited = engine(Gpus.H100_SXM.limitedTo(300_000));
        double none = limited.seconds(StepLoad.decode(64, 0));
        double one = limited.seconds(StepLoad.decode(64, 100_000)) - none;
        double two = limited.seconds(StepLoad.decode(64, 200_000)) - none;
        assertEquals(2 * one, two, 1e-12);
        double alone = limited.seconds(StepLoad.decode(1, 100_000));
        assertEquals(one, alone - limited.seconds(StepLoad.decode(1, 0)), 1e-12);
    }

    @Test
    void aLockedClockSlowsPromptsAndHardlyDecoding() {
        EngineModel free = engine(Gpus.H100_SXM);
        EngineModel locked = engine(Gpus.H100_SXM.atClock(0.7));
        assertTrue(locked.seconds(PROMPT) > 1.3 * free.seconds(PROMPT));
        assertTrue(locked.seconds(FEW) < 1.05 * free.seconds(FEW));
        assertTrue(locked.powerMilliwatts(FEW) < 0.8 * free.powerMilliwatts(FEW));
    }

    @Test
    void everyGpuRunsAtEveryClock() {
        for (GpuSpec gpu : Gpus.all()) {
            for (double share : new double[] {1e-6, 0.05, 0.16, 0.5, 1}) {
                PowerCurve.InGroup group = gpu.power().atClock(share).inGroup(8);
                double above = Math.pow(share, PowerCurve.CLOCK_EXPONENT);
                double free = gpu.power().inGroup(8).low() - group.idle();
                assertEquals(above * free, group.low() - group.idle(), 2, gpu.name());
            }
        }
    }

    @Test
    void everyGpuSaysHowSureItsPowerIs() {
        for (GpuSpec gpu : Gpus.all()) {
            PowerCurves.Known known = PowerCurves.of(gpu.name(), gpu.power().capMilliwatts());
            assertEquals(gpu.power(), known.curve());
            assertTrue(known.source().length() > 5);
        }
    }

    @Test
    void refusesALimitBelowIdle() {
        assertThrows(IllegalArgumentException.class, () -> Gpus.H100_SXM.limitedTo(100_000));
    }
}
