// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

class EngineModelTest {
    private static final EngineModel SMALL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);

    @Provide
    Arbitrary<EngineModel> engines() {
        return Combinators.combine(
                        Arbitraries.of(Models.all()),
                        Arbitraries.of(Gpus.all()),
                        Arbitraries.of(1, 2, 4, 8))
                .as(EngineModel::new);
    }

    @Provide
    Arbitrary<StepLoad> loads() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 8192),
                        Arbitraries.longs().between(0, 131_072),
                        Arbitraries.integers().between(0, 1024),
                        Arbitraries.longs().between(0, 2_000_000))
                .as(
                        (prompt, context, sequences, kv) ->
                                StepLoad.prefill(prompt, prompt == 0 ? 0 : context)
                                        .plus(StepLoad.decode(sequences, sequences == 0 ? 0 : kv)));
    }

    @Property(tries = 500)
    void takesNoLessTimeForMoreWork(
            @ForAll("engines") EngineModel engine,
            @ForAll("loads") StepLoad load,
            @ForAll("loads") StepLoad more) {
        long time = engine.stepTimeNanos(load);
        List<StepLoad> larger =
                List.of(
                        load.plus(more),
                        load.plus(new StepLoad(more.prefillTokens(), 0, 0, 0)),
                        load.plus(new StepLoad(0, more.prefillContextTokens(), 0, 0)),
                        load.plus(new StepLoad(0, 0, more.decodeSequences(), 0)),
                        load.plus(new StepLoad(0, 0, 0, more.kvTokensRead())));
        larger.forEach(l -> assertTrue(engine.stepTimeNanos(l) >= time, () -> load + " " + l));
    }

    @Property(tries = 500)
    void neverReadsItsWeightsFasterThanMemoryGivesThem(
            @ForAll("engines") EngineModel engine, @ForAll("loads") StepLoad load) {
        double bandwidth = engine.gpu().hbmBytesPerSecond() * engine.tensorParallel();
        double bytes =
                engine.model().weightBytesReadPerStep()
                        + load.kvTokensRead() * kvBytesRead(engine.model());
        if (load.rows() > 0) {
            assertTrue((double) engine.stepTimeNanos(load) >= bytes / bandwidth * 1e9);
        }
    }

    /** Layers that choose what they read need not read all. */
    private static double kvBytesRead(ModelArchitecture model) {
        return model.attention().chosen() > 0 ? 0 : model.kvBytesPerToken();
    }

    @Property(tries = 500)
    void neverComputesFasterThanItsTensorCores(
            @ForAll("engines") EngineModel engine, @ForAll("loads") StepLoad load) {
        double flops =
                2.0 * engine.model().activeLayerParameters() * load.rows()
                        + (double) engine.model().attentionFlopsPerPair()
                                * load.prefillContextTokens();
        GpuSpec.Peak each = engine.gpu().peak();
        double peak = Math.max(each.fp8(), each.fp4()) * engine.tensorParallel();
        assertTrue((double) engine.stepTimeNanos(load) >= flops / peak * 1e9);
    }

    @Property(tries = 500)
    void drawsBetweenIdleAndItsBoardPower(
            @ForAll("engines") EngineModel engine, @ForAll("loads") StepLoad load) {
        long power = engine.powerMilliwatts(load);
        assertTrue(power >= engine.idlePowerMilliwatts(), () -> load + " draws " + power);
        assertTrue(power <= engine.maxPowerMilliwatts(), () -> load + " draws " + power);
    }

    @Test
    void restsWhenThereIsNothingToDo() {
        assertEquals(0, SMALL.stepTimeNanos(StepLoad.NONE));
        assertEquals(115_000, SMALL.powerMilliwatts(StepLoad.NONE));
    }

    @Test
    void countsTheParametersThatThePublishersState() {
        assertEquals(8.03, Models.LLAMA_3_1_8B.parameterCount() / 1e9, 0.005);
        assertEquals(70.55, Models.LLAMA_3_1_70B.parameterCount() / 1e9, 0.05);
        assertEquals(131_072, Models.LLAMA_3_1_8B.kvBytesPerToken());
        assertEquals(327_680, Models.LLAMA_3_1_70B.kvBytesPerToken());
    }

    @Test
    void knowsAModelByTheNamesThatOperatorsGiveIt() {
        assertEquals(
                Optional.of(Models.LLAMA_3_1_70B),
                Models.find("meta-llama/Meta-Llama-3.1-70B-Instruct"));
        assertEquals(
                Optional.of(Models.LLAMA_3_1_8B.withWeightBits(8)),
                Models.find("nvidia/Llama-3.1-8B-Instruct-FP8"));
        assertEquals(
                Models.find("qwen3-235b-a22b"), Models.find("Qwen/Qwen3-235B-A22B-Instruct-2507"));
        assertEquals(Optional.empty(), Models.find("gpt-9"));
        assertFalse(EngineShape.of(List.of("gpt-9"), "h100-sxm", 1).known());
        assertFalse(EngineShape.of(List.of("llama-3.1-8b"), "abacus", 1).known());
    }

    @ParameterizedTest
    @CsvSource({
        "mistralai/Mixtral-8x7B-Instruct-v0.1,mixtral-8x7b",
        "mistralai/Mistral-7B-Instruct-v0.3,mistral-7b",
        "meta-llama/Llama-2-70b-chat-hf,llama-2-70b",
        "codellama/CodeLlama-34b-Instruct-hf,codellama-34b",
        "Qwen/Qwen3-30B-A3B-Instruct-2507,qwen3-30b-a3b",
        "Qwen/Qwen3-235B-A22B-Thinking-2507,qwen3-235b-a22b",
        "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8,qwen3-235b-a22b",
        "deepseek-ai/DeepSeek-V3-0324,deepseek-v3"
    })
    void knowsAModelByItsPublishedName(String published, String shape) {
        assertEquals(Optional.of(shape), Models.find(published).map(ModelArchitecture::name));
    }

    @Test
    void fourBitsAreTheExpertsAndKeepTheirPublishedFormat() {
        ModelArchitecture oss = Models.find("gpt-oss-120b").orElseThrow();
        assertEquals(oss, Models.in(oss, 4));
        ModelArchitecture qwen = Models.in(Models.find("qwen3-235b-a22b").orElseThrow(), 4);
        assertEquals(WeightFormat.BF16, qwen.weights());
        assertEquals(WeightFormat.NVFP4, qwen.expertWeights());
        assertEquals(Models.LLAMA_3_1_70B.withWeightBits(4), Models.in(Models.LLAMA_3_1_70B, 4));
    }

    @Test
    void fourStagesServeAboutFourTimesAsManyAsOne() {
        EngineModel stage = spread(1);
        EngineModel stages = spread(4);
        double few = stage.seconds(StepLoad.decode(64, 64 * 2_000));
        double many = stages.seconds(StepLoad.decode(4 * 64, 4 * 64 * 2_000));
        assertEquals(1, many / few, 0.05);
        double chunk = stage.seconds(StepLoad.prefill(4_096, 0));
        StepLoad chunks = StepLoad.prefill(4_096, 0);
        for (int i = 1; i < 4; i++) {
            chunks = chunks.plus(StepLoad.prefill(4_096, 0));
        }
        assertEquals(1, stages.seconds(chunks) / chunk, 0.05);
        // Alone, a sequence reads every weight, whatever the number of stages.
        StepLoad alone = StepLoad.decode(1, 100);
        assertEquals(1, stages.seconds(alone) / stage.seconds(alone), 0.05);
        double watts = stages.powerMilliwatts(StepLoad.decode(4 * 64, 0));
        assertEquals(4, watts / stage.powerMilliwatts(StepLoad.decode(64, 0)), 1e-3);
    }

    private static EngineModel spread(int stages) {
        Parallelism spread = new Parallelism(2, stages, 1, false);
        return new EngineModel(Models.LLAMA_3_1_70B, Gpus.H100_SXM, spread, EngineBackend.VLLM);
    }

    @Test
    void holdsNoContextWhereTheWeightsDoNotFit() {
        EngineModel large = new EngineModel(Models.LLAMA_3_1_70B, Gpus.H100_SXM, 1);
        assertEquals(0, large.kvCapacityTokens());
        assertTrue(SMALL.kvCapacityTokens() > 400_000 && SMALL.kvCapacityTokens() < 460_000);
    }

    @Test
    void refusesAGroupThatDoesNotDivideTheHeads() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 3));
    }

    /** The numbers are those of the gateway's and billing's tests: one formula. */
    @Test
    void countsKvReadsByTheContractsFormula() {
        assertEquals(10_045, EnergyCoefficients.kvTokensRead(1_000, 10));
        assertEquals(1_000, EnergyCoefficients.kvTokensRead(1_000, 1));
        assertEquals(0, EnergyCoefficients.kvTokensRead(1_000, 0));
        EnergyCoefficients known =
                new EnergyCoefficients(1_000, 100_000, 2_000_000, 0, 0, "fitted", 1, 0, 0);
        assertEquals(1_000_000 + 1_000_000 + 20_090, known.marginalMicrojoules(1_000, 1_000, 10));
    }

    @Property(tries = 100)
    void splitsTheEnergyOfItsReferenceStepsExactly(@ForAll("engines") EngineModel engine) {
        EnergyCoefficients split = engine.coefficients();
        StepLoad batch = StepLoad.decode(EngineModel.REFERENCE_BATCH, 32_000);
        double seconds = engine.stepTimeNanos(batch) / 1e9;
        double stepMicrojoules = engine.powerMilliwatts(batch) * seconds * 1e3;
        double linear =
                split.basePowerMilliwatts() * seconds * 1e3
                        + split.decodeMicrojoulesPerToken() * 32.0
                        + split.kvReadPicojoulesPerToken() * 32_000.0 / 1e6;
        assertEquals(stepMicrojoules, linear, stepMicrojoules * 1e-4);
    }

    @Property(tries = 100)
    void tellsWhatATokenSharesWithItsStep(
            @ForAll("engines") EngineModel engine,
            @ForAll @IntRange(min = 1, max = 512) int batch) {
        EnergyCoefficients split = engine.coefficients(batch);
        assertEquals(
                split.decodeMicrojoulesPerToken() * (double) batch,
                split.stepMicrojoules() + split.tokenMicrojoules() * (double) batch,
                2.0 * batch);
        // The second token of a mixture's step may read as many experts again as the first.
        long least = engine.model().hasExperts() ? -1 : split.tokenMicrojoules();
        assertTrue(split.stepMicrojoules() > least);
    }
}
