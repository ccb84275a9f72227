// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;

import io.wattmill.billing.Records;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.price.Rating;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

final class UsageParserTest {

    private static final long NOW = 1_767_225_600_000_000L;

    @Test
    void anInterruptedAttemptEndsWithItsRecordAndHasItsTokens() {
        UsageRecord.Builder record = record(1, NOW).setOutcome(Outcome.OUTCOME_INTERRUPTED);
        record.getAttemptsBuilder(0).clearTokens().clearEndedAtUs();
        UsageEvent event = only(record);
        assertEquals(event.timing().endedAtUs(), event.attempts().getFirst().timing().endedAtUs());
        assertEquals(event.result().tokens(), event.attempts().getFirst().tokens());
    }

    @Test
    void attemptsAreInOrderAndOnlyTheLastTakesTheRecordsTokens() {
        UsageRecord.Builder record = record(1, NOW).clearAttempts();
        record.addAttempts(
                Attempt.newBuilder(
                                Records.attempt(
                                        2, NOW, 0, NOW + 9, TokenVector.getDefaultInstance()))
                        .clearTokens());
        record.addAttempts(
                Attempt.newBuilder(
                                Records.attempt(
                                        1, NOW, 0, NOW + 5, TokenVector.getDefaultInstance()))
                        .clearTokens());
        UsageEvent event = only(record);
        assertEquals(1, event.attempts().getFirst().number());
        assertEquals(0, event.attempts().getFirst().tokens().total());
        assertEquals(170, event.attempts().getLast().tokens().total());
        assertEquals(OptionalLong.empty(), event.attempts().getLast().timing().firstTokenAtUs());
    }

    @Test
    void odditiesOfTextsAreCutNotRefused() {
        UsageRecord.Builder record = record(1, NOW).setFinishReason("x\0".repeat(400));
        assertEquals("x".repeat(UsageParser.MAX_TEXT), only(record).result().finishReason());
    }

    @Test
    void theSameRecordTwiceCountsOnceAndAnotherOfItsIdIsAConflict() {
        ParsedBatch parsed =
                UsageParser.parse(batch(record(1, NOW), record(1, NOW), record(1, NOW + 1)));
        assertEquals(1, parsed.events().size());
        assertEquals(Refusal.CONFLICT, parsed.refused().getFirst().code());
    }

    @Test
    void aBatchSaysWhoseItIs() {
        assertTrue(UsageParser.hasOrigin(Records.watermark(1)));
        assertFalse(UsageParser.hasOrigin(SettleBatch.newBuilder().setGatewayId("g").build()));
    }

    /**
     * Whatever arrives, each record is either an event that the tables accept, or refused; nothing
     * is lost or thrown.
     */
    @Property
    void everyRecordIsEitherBookableOrRefused(@ForAll long seed)
            throws InvalidProtocolBufferException {
        Random random = new Random(seed);
        byte[] bytes = record(1, NOW).build().toByteArray();
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        UsageRecord mutated;
        try {
            mutated = UsageRecord.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            return;
        }
        ParsedBatch parsed = UsageParser.parse(batch(mutated.toBuilder()));
        assertEquals(1, parsed.events().size() + parsed.refused().size());
        parsed.events().forEach(UsageParserTest::canBeBooked);
    }

    private static void canBeBooked(UsageEvent event) {
        assertTrue(event.timing().startedAtUs() <= event.timing().endedAtUs());
        assertTrue(event.result().tokens().reasoning() <= event.result().tokens().output());
        assertTrue(event.result().outcome().getNumber() > 0);
        assertTrue(event.result().wasteTokens() >= 0);
        assertFalse(
                event.owner().projectId().contains("\0") || event.call().model().contains("\0"));
    }

    @Test
    void tokensAndMoneyMoveInFull() {
        UsageEvent event = only(record(1, NOW));
        RateCardVersion card =
                new RateCardVersion(
                        1,
                        0,
                        new CardTerms(
                                "USD",
                                Map.of(),
                                new FacilityFactors(0, 1_000_000, 0, BigDecimal.ZERO)));
        RatedUsage usage =
                new RatedUsage(event, new Rating.Rated(card, "", new Charge(1, 2, 0, 4)));
        List<Transfer> transfers = new UsageTransfers(7, 1).of(List.of(usage));
        long tokens =
                transfers.stream()
                        .filter(t -> t.credit().code() == AccountCode.TOKEN_CLEARING)
                        .mapToLong(Transfer::amount)
                        .sum();
        assertEquals(event.result().tokens().total(), tokens);
        assertEquals(7, transfers.getFirst().amount());
        assertEquals(
                7,
                transfers.size(),
                "one of money; three kinds of token, from engines and to projects");
        assertEquals(0, event.result().tokens().of(Meter.CACHE_WRITE));
    }

    private static UsageEvent only(UsageRecord.Builder record) {
        ParsedBatch parsed = UsageParser.parse(batch(record));
        assertEquals(0, parsed.refused().size());
        return parsed.events().getFirst();
    }
}
