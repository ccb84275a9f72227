// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.claim.ClaimReport;
import io.wattmill.twin.claim.ClaimTrial;
import io.wattmill.twin.claim.Claims;
import io.wattmill.twin.claim.Ratio;
import io.wattmill.twin.claim.Throughput.Expected;
import io.wattmill.twin.claim.read.ClaimReader;
import io.wattmill.twin.claim.read.ClaimReading;

import org.junit.jupiter.api.Test;

import java.util.List;

class EngineThroughputTest {

    private static ClaimReport tested(String... asked) {
        var reading = ClaimReader.read(Claims.text("sample.yaml"), List.of(asked));
        var claim =
                assertInstanceOf(ClaimReading.Understood.class, reading, reading::toString).claim();
        return ClaimTrial.test(claim, new EngineThroughput());
    }

    private static double tokensA(ClaimReport report) {
        return assertInstanceOf(Expected.Of.class, report.expectations().getFirst().a())
                .tokensPerSecond()
                .value();
    }

    private static String why(ClaimReport report) {
        return assertInstanceOf(Expected.CannotSay.class, report.expectations().getFirst().a())
                .why();
    }

    @Test
    void expectsLessOfFasterUsersAndMoreOfMoreBandwidth() {
        double h100 = tokensA(tested());
        assertTrue(h100 > 0);
        assertTrue(tokensA(tested("a.gpu=h200-sxm")) > h100);
        assertTrue(tokensA(fasterUsers()) < h100);
    }

    private static ClaimReport fasterUsers() {
        var yaml = Claims.text("sample.yaml").replace("expect-at: [40]", "expect-at: [70]");
        var claim = assertInstanceOf(ClaimReading.Understood.class, ClaimReader.read(yaml)).claim();
        return ClaimTrial.test(claim, new EngineThroughput());
    }

    @Test
    void givesTheRatioOfTwoSystemsThatItKnows() {
        var ratios = tested("b.gpu=h200-sxm").expectations().getFirst().ratios();
        var perGpu = ratios.of(Ratio.TOKENS_PER_GPU).orElseThrow();
        assertTrue(perGpu.value() > 1 && perGpu.value() < 2, perGpu::toString);
        assertTrue(perGpu.low() < perGpu.value() && perGpu.value() < perGpu.high());
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertTrue(why(tested("a.gpu=abacus")).contains("no GPU abacus"));
        assertTrue(why(tested("a.model=eliza")).contains("no model eliza-fp8"));
        assertTrue(why(tested("a.speculative.on=true")).contains("accepted length"));
        var tooBig = tested("a.workload.input-tokens=10000000");
        assertTrue(why(tooBig).contains("lacks memory"));
        assertEquals(1, tooBig.expectations().size());
    }
}
