// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.GpuSpec.Generation;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** Whether GPUs compute with the number formats that weights and KV cache are stored in. */
final class NumberFormats {
    private static final int FOUR_BITS = 4;
    private static final int EIGHT_BITS = 8;
    private static final int SIXTEEN_BITS = 16;

    private NumberFormats() {}

    static Stream<Rule> rules() {
        return Stream.of(WEIGHTS, KV);
    }

    private static final Rule WEIGHTS =
            new StatedRule(
                    "model.precision.weights",
                    "GPUs multiply with weights as they are stored.",
                    "tensor cores: fp8 since Hopper, Ada and CDNA3, fp4 since Blackwell and CDNA4",
                    plan -> ServedModel.each(plan, served -> Stream.of(weights(served))));

    private static final Rule KV =
            new StatedRule(
                    "model.precision.kv",
                    "GPUs can read the KV cache as it is stored.",
                    "attention kernels: fp4 KV since Blackwell and CDNA4",
                    plan -> ServedModel.each(plan, served -> Stream.of(kv(served))));

    private static Finding weights(ServedModel served) {
        int bits = served.model().expertWeights().wholeBits();
        return format(
                served,
                bits,
                leastBits(served),
                "weights of %d bits are unpacked on %s: memory is saved, time is not",
                false);
    }

    private static Finding kv(ServedModel served) {
        int bits = served.model().kvBits();
        int least = bits == EIGHT_BITS ? EIGHT_BITS : leastBits(served);
        return format(served, bits, least, "a KV cache of %d bits has no kernels on %s", true);
    }

    /** The narrowest numbers that its tensor cores multiply. */
    private static int leastBits(ServedModel served) {
        Generation generation = served.gpu().generation();
        if (generation.multipliesFourBits()) {
            return FOUR_BITS;
        }
        return generation == Generation.AMPERE ? SIXTEEN_BITS : EIGHT_BITS;
    }

    private static Finding format(
            ServedModel served, int bits, int least, String otherwise, boolean fails) {
        var about = About.of(served.deployment().id()).with("stored", bits, Unit.BIT);
        var statement =
                bits >= least
                        ? "%d bits on %s".formatted(bits, served.gpu().name())
                        : otherwise.formatted(bits, served.gpu().name());
        var fix = "{value} or wider, or GPUs that know the format";
        return fails
                ? about.notAbove(least, bits, Unit.BIT, statement, fix)
                : about.advised(least, bits, Unit.BIT, statement, fix);
    }
}
