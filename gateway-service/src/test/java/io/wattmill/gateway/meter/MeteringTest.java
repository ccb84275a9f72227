// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.FacilityFactors;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.PriceLine;
import io.wattmill.contract.ledger.v1.PriceMeter;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Slice;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

class MeteringTest {

    private static final EngineJsonReader READER = new EngineJsonReader(JsonLimits.DEFAULT);

    private static PriceTable table(String input, String output) {
        return PriceTable.of(
                RateCard.newBuilder()
                        .setVersion(9)
                        .setCurrency("EUR")
                        .addModels(
                                ModelPrice.newBuilder()
                                        .setModel("m")
                                        .setInputPerMtok(input)
                                        .setCacheReadPerMtok("0.000000001")
                                        .setOutputPerMtok(output))
                        .addModels(
                                ModelPrice.newBuilder()
                                        .setModel("m")
                                        .setTier("flex")
                                        .setOutputPerMtok("1"))
                        .build());
    }

    @Property
    void chargesTokensTimesPriceRoundedPerMeter(
            @ForAll @LongRange(min = 0, max = 10_000_000) long input,
            @ForAll @LongRange(min = 0, max = 10_000_000) long output,
            @ForAll @BigRange(min = "0", max = "100") @Scale(9) BigDecimal price) {
        TokenVector tokens =
                TokenVector.newBuilder().setInputUncached(input).setOutput(output).build();
        ModelRates rates = table(price.toPlainString(), "0.4").rates("m", in(""), input);
        long expectedInput =
                price.multiply(BigDecimal.valueOf(input))
                        .divide(BigDecimal.valueOf(1_000_000))
                        .movePointRight(9)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact();
        assertEquals(expectedInput + output * 400, rates.charge(tokens).orElseThrow());
    }

    @Test
    void roundsHalvesToEven() {
        ModelRates rates = table("0.0005", "0.0015").rates("m", in(""), 0);
        assertEquals(0, charge(rates, TokenVector.newBuilder().setInputUncached(1)));
        assertEquals(2, charge(rates, TokenVector.newBuilder().setOutput(1)));
        assertEquals(2, charge(rates, TokenVector.newBuilder().setInputUncached(1).setOutput(1)));
    }

    @Test
    void takesTheTiersPriceElseTheDefault() {
        TokenVector.Builder one = TokenVector.newBuilder().setOutput(1);
        assertEquals(1_000, charge(table("0", "5").rates("m", in("flex"), 0), one));
        assertEquals(5_000, charge(table("0", "5").rates("m", in("turbo"), 0), one));
        assertTrue(table("0", "5").rates("n", in(""), 0).charge(one.build()).isEmpty());
    }

    private static long charge(ModelRates rates, TokenVector.Builder tokens) {
        return rates.charge(tokens.build()).orElseThrow();
    }

    private static Situation in(String tier) {
        return new Situation("org", "p1", tier, 0);
    }

    private static PriceLine.Builder line(PriceMeter meter, String perMtok) {
        return PriceLine.newBuilder().setModel("m").setMeter(meter).setPerMtok(perMtok);
    }

    private static PriceTable lines(PriceLine.Builder... lines) {
        RateCard.Builder card = RateCard.newBuilder().setVersion(1).setCurrency("USD");
        for (PriceLine.Builder line : lines) {
            card.addLines(line);
        }
        return PriceTable.of(card.build());
    }

    @Test
    void pricesTheWholeRequestAtItsContextTier() {
        PriceTable table =
                lines(
                        line(PriceMeter.PRICE_METER_INPUT, "3"),
                        line(PriceMeter.PRICE_METER_INPUT, "6").setAboveInputTokens(200_000));
        TokenVector.Builder tokens = TokenVector.newBuilder().setInputUncached(200_001);
        assertEquals(1_200_006_000, charge(table.rates("m", in(""), 200_001), tokens));
        assertEquals(600_003_000, charge(table.rates("m", in(""), 200_000), tokens));
    }

    @Test
    void aProjectsLineComesBeforeATiersAndATimesBeforeAPlainOne() {
        PriceTable table =
                lines(
                        line(PriceMeter.PRICE_METER_OUTPUT, "4"),
                        line(PriceMeter.PRICE_METER_OUTPUT, "3")
                                .setWeekdays(127)
                                .setFromMinute(1_320)
                                .setToMinute(480),
                        line(PriceMeter.PRICE_METER_OUTPUT, "2").setTier("batch"),
                        line(PriceMeter.PRICE_METER_OUTPUT, "1").setProjectId("p2"));
        TokenVector.Builder one = TokenVector.newBuilder().setOutput(1);
        long noon = 43_200_000_000L;
        assertEquals(4_000, charge(table.rates("m", at("p1", "", noon), 0), one));
        assertEquals(3_000, charge(table.rates("m", at("p1", "", 0), 0), one));
        assertEquals(2_000, charge(table.rates("m", at("p1", "batch", noon), 0), one));
        assertEquals(1_000, charge(table.rates("m", at("p2", "batch", noon), 0), one));
    }

    private static Situation at(String project, String tier, long atUs) {
        return new Situation("org", project, tier, atUs);
    }

    @Test
    void chargesReasoningApartOnlyWhereItHasALine() {
        TokenVector.Builder tokens = TokenVector.newBuilder().setOutput(10).setReasoning(4);
        PriceLine.Builder output = line(PriceMeter.PRICE_METER_OUTPUT, "2");
        assertEquals(20_000, charge(lines(output).rates("m", in(""), 0), tokens));
        PriceTable apart = lines(output, line(PriceMeter.PRICE_METER_REASONING, "5"));
        assertEquals(32_000, charge(apart.rates("m", in(""), 0), tokens));
    }

    @Test
    void chargesNothingItHasNoPriceFor() {
        Metering metering =
                Metering.of(
                        Tokens.NONE,
                        "n",
                        in(""),
                        table("1", "1"),
                        EnergyCoefficients.getDefaultInstance());
        assertEquals(OptionalLong.empty(), metering.chargedNano());
        assertEquals(9, metering.priceVersion());
    }

    @Property
    void predictsEnergyThatNeverShrinksWithTokensAndNeverOverflows(
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long input,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long output) {
        PredictedEnergy energy = energy(input, output);
        assertTrue(
                energy.getPrefillUj() >= 0 && energy.getDecodeUj() >= 0 && energy.getHostUj() >= 0);
        assertTrue(energy.getFacilityUj() >= 0 && energy.getCarbonUg() >= 0);
        assertTrue(energy.getDecodeUj() >= energy(input, output / 2).getDecodeUj());
    }

    private static PredictedEnergy energy(long input, long output) {
        return EnergyPrediction.of(
                TokenVector.newBuilder().setInputUncached(input).setOutput(output).build(),
                EnergyCoefficients.newBuilder()
                        .setPrefillUjPerToken(1_000)
                        .setDecodeUjPerToken(100_000)
                        .setKvReadPjPerToken(2_000_000)
                        .build(),
                FacilityFactors.newBuilder()
                        .setHostSharePpm(120_000)
                        .setPuePpm(1_250_000)
                        .setCarbonUgPerKwh(360_000_000)
                        .build());
    }

    @Test
    void predictsEnergyByTheContractsFormula() {
        PredictedEnergy energy = energy(1_000, 10);
        assertEquals(1_000_000, energy.getPrefillUj());
        // 10 x 100,000 uJ, and reads of 10 x 1,000 + 45 tokens at 2 uJ
        assertEquals(1_000_000 + 20_090, energy.getDecodeUj());
        assertEquals((2_020_090L * 12) / 100, energy.getHostUj());
        long it = 2_020_090 + energy.getHostUj();
        assertEquals(it / 4, energy.getFacilityUj());
        // 360 g/kWh = 100 ug per J
        assertEquals((it + it / 4) / 10_000, energy.getCarbonUg());
    }

    private static void receive(Tally tally, String json) {
        tally.received(READER.read(Slice.of(json.getBytes(StandardCharsets.UTF_8))).orElseThrow());
    }

    private static String chunk(String usage) {
        return "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]" + usage + "}";
    }

    private static String usage(int completion) {
        return ",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":"
                + completion
                + ",\"prompt_tokens_details\":{\"cached_tokens\":4}}";
    }

    @Test
    void billsTheEnginesCountWhenTheRequestCompleted() {
        Tally tally = new Tally(99, 1);
        receive(tally, chunk(""));
        receive(tally, "{\"choices\":[]" + usage(7) + "}");
        Tokens tokens = tally.complete();
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, tokens.source());
        assertEquals(7, tokens.vector().getOutput());
        assertEquals(6, tokens.vector().getInputUncached());
        assertEquals(4, tokens.vector().getCacheRead());
    }

    @Test
    void billsWhatWasDeliveredWhenTheCallerLeftAndCallsTheRestWaste() {
        Tally tally = new Tally(99, 1);
        receive(tally, chunk(usage(3)));
        tally.delivered(tally.made());
        receive(tally, chunk(usage(8)));
        Tokens tokens = tally.partial();
        assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, tokens.source());
        assertEquals(3, tokens.vector().getOutput());
        assertEquals(5, tally.waste());
    }

    @Test
    void estimatesWhenTheEngineReportsNothing() {
        Tally tally = new Tally(99, 1);
        receive(tally, chunk(""));
        receive(tally, chunk(""));
        tally.delivered(1);
        assertEquals(UsageSource.USAGE_SOURCE_ESTIMATED, tally.partial().source());
        assertEquals(99, tally.partial().vector().getInputUncached());
        assertEquals(1, tally.partial().vector().getOutput());
        assertEquals(2, tally.complete().vector().getOutput());
    }

    @Test
    void billsNothingWhenNothingWasDelivered() {
        Tally tally = new Tally(99, 1);
        receive(tally, chunk(usage(2)));
        assertEquals(Tokens.NONE, tally.partial());
        assertEquals(2, tally.waste());
    }

    private static String ofChoice(int index, String finish, int prompt, int completion) {
        return "{\"choices\":[{\"index\":"
                + index
                + ",\"delta\":{\"content\":\"x\"},\"finish_reason\":"
                + finish
                + "}],\"usage\":{\"prompt_tokens\":"
                + prompt
                + ",\"completion_tokens\":"
                + completion
                + "}}";
    }

    private static String ofAll(int prompt, int completion) {
        return "{\"choices\":[],\"usage\":{\"prompt_tokens\":"
                + prompt
                + ",\"completion_tokens\":"
                + completion
                + "}}";
    }

    private static final String STOP = "\"stop\"";

    @Test
    void addsTheRunningCountsOfChoicesAndCountsAPromptOnce() {
        Tally tally = new Tally(99, 2, 2);
        receive(tally, ofChoice(0, "null", 10, 30));
        receive(tally, ofChoice(1, "null", 10, 20));
        receive(tally, ofChoice(2, "null", 7, 5));
        receive(tally, ofChoice(0, "null", 10, 31));
        assertEquals(31 + 20 + 5, tally.made());
        tally.delivered(tally.made());
        Tokens tokens = tally.partial();
        assertEquals(56, tokens.vector().getOutput());
        assertEquals(17, tokens.vector().getInputUncached());
        assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, tokens.source());
    }

    @Test
    void findsNothingToDisputeWhereTheStreamCameToTheFinalCount() {
        Tally tally = new Tally(99, 2, 2);
        for (int choice = 0; choice < 4; choice++) {
            receive(tally, ofChoice(choice, "null", 10, 1));
            receive(tally, ofChoice(choice, STOP, 10, 3));
        }
        receive(tally, ofAll(20, 12));
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, tally.complete().source());
        assertEquals(Optional.empty(), tally.complete().dispute());
    }

    @Test
    void disputesAFinalCountThatTheStreamContradicts() {
        Tally tally = new Tally(99, 1);
        receive(tally, ofChoice(0, "null", 10, 1));
        receive(tally, ofChoice(0, STOP, 10, 2));
        receive(tally, ofAll(11, 50));
        Tokens tokens = tally.complete();
        assertEquals(UsageSource.USAGE_SOURCE_DISPUTED, tokens.source());
        assertEquals(50, tokens.vector().getOutput());
        Dispute dispute = tokens.dispute().orElseThrow();
        assertTrue(dispute.isAboutPrompt());
        assertTrue(dispute.isAboutCompletion());
        assertEquals(2, dispute.streamed().completion());
    }

    @Test
    void doesNotTakeChunksOrAnUnfinishedCountForAWitness() {
        Tally chunks = new Tally(99, 1);
        receive(chunks, chunk(""));
        receive(chunks, ofAll(10, 50));
        assertEquals(Optional.empty(), chunks.complete().dispute());
        Tally unfinished = new Tally(99, 1, 2);
        receive(unfinished, ofChoice(0, STOP, 10, 2));
        receive(unfinished, ofChoice(1, "null", 10, 2));
        receive(unfinished, ofAll(10, 50));
        assertEquals(Optional.empty(), unfinished.complete().dispute());
    }

    @Test
    void ignoresChoicesThatWereNotAskedFor() {
        Tally tally = new Tally(99, 1);
        receive(tally, ofChoice(0, "null", 10, 2));
        receive(tally, ofChoice(7, "null", 10, 1_000));
        assertEquals(2, tally.made());
    }
}
