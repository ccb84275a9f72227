// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.billing.price.MonthlyTerms;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a book in one of the formats that are known. Prices are decimals as written. */
public final class BookParser {

    /** How a file is written. */
    public enum Format {
        /** YAML: {@link BookConfig} under {@code book:}. */
        WATTMILL,
        /** The JSON of genai-prices. */
        GENAI,
        /** The JSON of LiteLLM. */
        LITELLM;

        /** The format of this name. */
        public static Optional<Format> of(String name) {
            return List.of(values()).stream()
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    /** What came of reading. */
    public sealed interface Parsed {}

    /** A book. */
    public record Valid(ImportedBook book) implements Parsed {}

    /** No book; why, for a person. */
    public record Invalid(String message) implements Parsed {}

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .build();

    private final int maxLines;

    public BookParser(int maxLines) {
        this.maxLines = maxLines;
    }

    /**
     * Reads a file.
     *
     * @param provider only this vendor's models, where a file has several vendors'
     * @param day of prices with dates, those of this day are taken
     */
    public Parsed parse(byte[] file, Format format, Optional<String> provider, LocalDate day) {
        try {
            ImportedBook book = read(file, format, provider, day);
            int lines = book.lines().all().size();
            return lines > 0 && lines <= maxLines
                    ? new Valid(book)
                    : new Invalid(
                            "The file gives "
                                    + lines
                                    + " price lines; 1 to "
                                    + maxLines
                                    + " can be imported"
                                    + (lines == 0 ? "" : ": choose one provider")
                                    + ".");
        } catch (IOException e) {
            return new Invalid("The file is no JSON with each name once.");
        } catch (ConfigException | IllegalArgumentException e) {
            return new Invalid(String.valueOf(e.getMessage()));
        }
    }

    private static ImportedBook read(
            byte[] file, Format format, Optional<String> provider, LocalDate day)
            throws IOException {
        Notes notes = new Notes();
        return switch (format) {
            case WATTMILL -> own(new String(file, StandardCharsets.UTF_8));
            case GENAI -> {
                JsonNode json = JSON.readTree(file);
                yield imported(new GenaiPrices(notes, day).lines(json, provider), notes);
            }
            case LITELLM -> {
                JsonNode json = JSON.readTree(file);
                yield imported(new LiteLlmPrices(notes).lines(json, provider), notes);
            }
        };
    }

    private static ImportedBook own(String yaml) {
        BookConfig book = Configuration.parse(yaml, Map.of()).section("book", BookConfig.class);
        return new ImportedBook(book.linesWith(List.of()), book.monthlyTerms(), List.of());
    }

    private static ImportedBook imported(List<PriceLine> lines, Notes notes) {
        return new ImportedBook(new PriceLines(lines), MonthlyTerms.NONE, notes.all());
    }
}
