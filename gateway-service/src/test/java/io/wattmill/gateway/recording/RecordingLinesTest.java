// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

class RecordingLinesTest {

    private static final byte[] SECRET = new byte[32];
    private static final byte[] OTHER = {1, 2, 3};
    private static final List<Long> BLOCKS = List.of(-1L, 42L, Long.MIN_VALUE);

    private static FinishedRequest request(String project, String run) {
        UsageRecord usage =
                UsageRecord.newBuilder()
                        .setPrincipal(
                                Principal.newBuilder()
                                        .setOrganizationId("acme")
                                        .setProjectId(project))
                        .setWork(WorkContext.newBuilder().setRunId(run).setParentId("run-1"))
                        .setApi("chat.completions")
                        .setModel("llama")
                        .setStream(true)
                        .setEndedAtUs(2_000_000)
                        .setOutcome(Outcome.OUTCOME_COMPLETED)
                        .setMaxOutputTokens(64)
                        .setTokens(
                                TokenVector.newBuilder()
                                        .setInputUncached(7)
                                        .setCacheRead(4)
                                        .setOutput(5))
                        .build();
        return new FinishedRequest(usage, 3_100, BLOCKS, OptionalLong.of(120_000), 500_000);
    }

    private static String line(byte[] secret, FinishedRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RecordingLines(new Pseudonyms(secret)).request(out, request);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonObject read(String project, String run) throws IOException {
        return new JsonObject(line(SECRET, request(project, run)));
    }

    @Test
    void writesLengthsTimesAndOutcome() throws IOException {
        JsonObject line = read("demo", "run-1");
        line.remove("tenant");
        line.remove("run");
        line.remove("parent");
        line.remove("blocks");
        assertEquals(
                new JsonObject(
                        """
                        {"arrival_us": 1500000, "api": "chat.completions", "model": "llama",
                         "tier": "default", "stream": true, "max_tokens": 64, "input_tokens": 11,
                         "cached_tokens": 4, "output_tokens": 5, "prompt_bytes": 3100,
                         "outcome": "completed", "ttft_us": 120000, "e2e_us": 500000}
                        """),
                line);
    }

    @Test
    void namesNobody() throws IOException {
        String line = line(SECRET, request("very-secret-project", "run-of-mine"));
        for (String word : List.of("acme", "very", "secret", "project", "mine", "run-1")) {
            assertFalse(line.contains(word), line);
        }
        assertEquals(1, line.lines().count());
    }

    @Test
    void givesEqualIdsOfATenantEqualNamesAndThoseOfTwoTenantsOthers() throws IOException {
        JsonObject one = read("demo", "run-1");
        assertEquals(one.getString("run"), one.getString("parent"));
        JsonObject other = read("other", "run-1");
        assertNotEquals(one.getString("tenant"), other.getString("tenant"));
        assertNotEquals(one.getString("run"), other.getString("run"));
        assertTrue(
                one.getJsonArray("blocks").stream()
                        .noneMatch(other.getJsonArray("blocks")::contains));
    }

    @Test
    void givesOtherNamesUnderAnotherSecret() throws IOException {
        JsonObject here = read("demo", "run-1");
        JsonObject there = new JsonObject(line(OTHER, request("demo", "run-1")));
        assertNotEquals(here.getString("tenant"), there.getString("tenant"));
        assertNotEquals(here.getJsonArray("blocks"), there.getJsonArray("blocks"));
        assertNotEquals(new Pseudonyms(SECRET).key(), new Pseudonyms(OTHER).key());
    }

    @Property(tries = 50)
    void keepsSharedPrefixesAndNothingElseOfTheHashes(
            @ForAll @Size(min = 1, max = 40) long[] hashes, @ForAll long tail) {
        Pseudonyms names = new Pseudonyms(SECRET);
        String tenant = names.tenant(Principal.getDefaultInstance());
        List<Long> longer =
                LongStream.concat(LongStream.of(hashes), LongStream.of(tail)).boxed().toList();
        long[] first = names.blocks(tenant, Arrays.stream(hashes).boxed().toList());
        long[] second = names.blocks(tenant, longer);
        assertEquals(hashes.length, Arrays.mismatch(first, second));
        assertTrue(Arrays.stream(second).allMatch(name -> name >= 0 && name < 1L << 53));
    }

    @Test
    void countsAgainWhatItWrote() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordedCounts counts = new RecordedCounts(3, 1, 10, 20);
        RecordingLines.end(out, counts);
        assertEquals(
                new LineReading.End(counts),
                RecordingLines.read(out.toString(StandardCharsets.UTF_8)));
        String line = line(SECRET, request("demo", ""));
        assertEquals(new LineReading.Request(1_500_000), RecordingLines.read(line));
        assertEquals(
                new LineReading.Other(), RecordingLines.read(line.substring(0, line.length() / 2)));
    }
}
