// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.billing.book.BookParser.Format;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.MonthlyTerms;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.price.Situation;
import io.wattmill.billing.price.Tokens;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

final class BookParserTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final BookParser PARSER = new BookParser(20_000);
    private static final Tokens ONE_EACH = new Tokens(1, 1, 1, 1, 0);

    @Test
    void readsItsOwnYamlWithEveryCondition() {
        ImportedBook book =
                valid(
                        Format.WATTMILL,
                        """
                        book:
                          lines:
                            - {model: m, input: 2.5, cache-read: 0.25, output: 10}
                            - {model: m, tier: batch, input: 1.25, output: 5}
                            - {model: m, above-input: 200000, input: 5}
                            - {model: m, days: [saturday, sunday], from: "22:00", to: "06:00", output: 8}
                            - {model: m, project: p1, output: 7.123456789}
                          monthly:
                            - model: m
                              meter: output
                              steps: [{per-mtok: 0}, {above-tokens: 1000000, per-mtok: 10}]
                        """);
        assertEquals(new Charge(2_500, 250, 2_500, 10_000, 0), charge(book, "p2", ""));
        assertEquals(new Charge(1_250, 250, 1_250, 5_000, 0), charge(book, "p2", "batch"));
        assertEquals(7_123, charge(book, "p1", "").outputNano());
        assertEquals(10_000, book.monthly().schedules().getFirst().owedNano(1_000_001));
    }

    @Test
    void namesWhatIsWrongWithABook() {
        refuses(Format.WATTMILL, "book: {lines: [{model: m, input: -1}]}", "0 to 1,000,000");
        refuses(Format.WATTMILL, "book: {lines: [{model: m}]}", "no price at all");
        refuses(Format.WATTMILL, "book: {lines: [{model: m, from: 25:00, input: 1}]}", "HH:MM");
        refuses(
                Format.WATTMILL,
                "book: {lines: [{model: m, input: 1}, {model: m, input: 2}]}",
                "tie");
        refuses(Format.WATTMILL, "book: {lines: []}", "0 price lines");
        refuses(Format.LITELLM, "{", "JSON");
        refuses(Format.LITELLM, "{\"m\": 1, \"m\": 2}", "JSON");
    }

    @Test
    void readsLiteLlmAsDecimalsAndSaysWhatItLeftOut() {
        ImportedBook book =
                valid(
                        Format.LITELLM,
                        """
                        {"sample_spec": {"litellm_provider": "one of these", "input_cost_per_token": 1},
                         "m": {"litellm_provider": "v", "max_tokens": 8,
                               "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05,
                               "cache_read_input_token_cost": 1.25e-07,
                               "cache_creation_input_token_cost": 1.5625e-06,
                               "output_cost_per_token_batches": 5e-06,
                               "input_cost_per_token_above_200k_tokens": 2.5e-06,
                               "input_cost_per_token_above_200k_tokens_priority": 5e-06,
                               "cache_creation_input_token_cost_above_1hr": 2.5e-06},
                         "steps": {"litellm_provider": "v", "tiered_pricing": [
                               {"input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07, "range": [0, 256000.0]},
                               {"input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06, "range": [256000.0, 1000000.0]}]},
                         "unknown": {"litellm_provider": "v", "input_cost_per_token": 0, "output_cost_per_token": 0.0},
                         "other": {"litellm_provider": "w", "input_cost_per_token": 1}}
                        """);
        assertEquals(new Charge(1_250, 125, 1_562, 10_000, 0), charge(book, "p1", ""));
        assertEquals(5_000, charge(book, "p1", "batch").outputNano());
        assertEquals(2_500L * 200_001, input(book, "m", "", 200_001));
        assertEquals(5_000L * 200_001, input(book, "m", "priority", 200_001));
        assertEquals(250L * 256_001, input(book, "steps", "", 256_001));
        assertTrue(book.lines().select("unknown", in("p1", ""), 1).own().isEmpty());
        assertTrue(book.lines().select("other", in("p1", ""), 1).own().isEmpty());
        Map<String, Integer> notes = notes(book);
        assertEquals(1, notes.get("no such meter: cache_creation_input_token_cost_above_1hr"));
        assertEquals(1, notes.get("every price is 0: add a line if the model is free"));
    }

    @Test
    void readsGenaiPricesOfADayWithTimesAndSteps() {
        String json =
                """
                [{"id": "v", "models": [
                   {"id": "m", "match": {"or": [{"equals": "m-latest"}, {"starts_with": "m-"}]}, "prices": [
                      {"prices": {"input_mtok": 10, "output_mtok": 40}},
                      {"constraint": {"start_date": "2025-06-10"}, "prices": {"input_mtok": 2, "cache_read_mtok": 0.5, "output_mtok": 8, "requests_kcount": 1}},
                      {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 1, "output_mtok": 4}}]},
                   {"id": "d", "prices": [
                      {"prices": {"input_mtok": 0.135, "output_mtok": {"base": 0.5, "tiers": [{"start": 128000, "price": 1}]}}},
                      {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"input_mtok": 0.27}}]}]}]
                """;
        ImportedBook book = valid(Format.GENAI, json);
        assertEquals(new Charge(2_000, 500, 2_000, 8_000, 0), charge(book, "p1", ""));
        assertEquals(book.lines().select("m-latest", in("p1", ""), 1).own().size(), 3);
        assertEquals(270, at(book, "2026-11-21T16:29:59Z"));
        assertEquals(135, at(book, "2026-11-21T16:30:00Z"));
        assertEquals(
                "1",
                book.lines()
                        .select("d", in("p1", ""), 128_001)
                        .line(Meter.OUTPUT)
                        .orElseThrow()
                        .rate()
                        .perMtok()
                        .toPlainString());
        assertTrue(notes(book).containsKey("a price of a later day: import again then"));
        assertTrue(notes(book).containsKey("no such meter: requests_kcount"));
        assertTrue(notes(book).containsKey("a pattern of names; only its id was taken"));
    }

    @Test
    void readsTheVendorsWholeFiles() throws IOException {
        Optional<Path> data = Optional.ofNullable(System.getenv("WATTMILL_DATA")).map(Path::of);
        assumeTrue(data.isPresent(), "WATTMILL_DATA is not set: the vendors' files are not here");
        Path prices = data.orElseThrow().resolve("prices");
        ImportedBook openai =
                read(
                        prices.resolve("litellm/model_prices_and_context_window.json"),
                        Format.LITELLM);
        assertTrue(openai.lines().all().size() > 200, openai.lines().toString());
        ImportedBook genai = read(prices.resolve("genai-prices/data.json"), Format.GENAI);
        assertTrue(genai.lines().all().size() > 100, genai.lines().toString());
    }

    private static ImportedBook read(Path file, Format format) throws IOException {
        return valid(PARSER.parse(Files.readAllBytes(file), format, Optional.of("openai"), DAY));
    }

    private static long at(ImportedBook book, String instant) {
        long us = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
        return book.lines()
                .select("d", new Situation("org", "p1", "", us), 1)
                .line(Meter.INPUT_UNCACHED)
                .orElseThrow()
                .rate()
                .nano(1);
    }

    private static Map<String, Integer> notes(ImportedBook book) {
        return book.notes().stream()
                .collect(Collectors.toMap(ImportedBook.Note::what, ImportedBook.Note::times));
    }

    private static long input(ImportedBook book, String model, String tier, long tokens) {
        return rated(book.lines(), model, in("p1", tier), new Tokens(tokens, 0, 0, 0, 0))
                .inputNano();
    }

    private static Charge charge(ImportedBook book, String project, String tier) {
        return rated(book.lines(), "m", in(project, tier), ONE_EACH);
    }

    private static Charge rated(
            PriceLines lines, String model, Situation situation, Tokens tokens) {
        var card =
                new RateCardVersion(
                        1,
                        0,
                        new CardTerms(
                                "USD",
                                lines,
                                MonthlyTerms.NONE,
                                new FacilityFactors(0, 1_000_000, 0, BigDecimal.ZERO)));
        return card.rate(model, situation, tokens).charge();
    }

    private static Situation in(String project, String tier) {
        long friday =
                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-11-20T23:00:00Z"));
        return new Situation("org", project, tier, friday);
    }

    private static ImportedBook valid(Format format, String text) {
        return valid(
                PARSER.parse(text.getBytes(StandardCharsets.UTF_8), format, Optional.of("v"), DAY));
    }

    private static ImportedBook valid(BookParser.Parsed parsed) {
        return assertInstanceOf(BookParser.Valid.class, parsed, parsed::toString).book();
    }

    private static void refuses(Format format, String text, String because) {
        var invalid =
                assertInstanceOf(
                        BookParser.Invalid.class,
                        PARSER.parse(
                                text.getBytes(StandardCharsets.UTF_8),
                                format,
                                Optional.empty(),
                                DAY));
        assertTrue(invalid.message().contains(because), invalid.message());
    }
}
