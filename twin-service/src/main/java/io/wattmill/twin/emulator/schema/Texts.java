// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.emulator.text.Answer;
import io.wattmill.twin.emulator.text.Mix;

import java.time.LocalDate;
import java.util.UUID;

/** Strings of a format or a length. */
final class Texts {
    private static final int LONGEST = 10_000;
    private static final int WORDS = 2;

    private final long seed;

    Texts(long seed) {
        this.seed = seed;
    }

    String words(long at, int count) {
        var answer = new Answer(Mix.at(seed, at), 1);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(answer.token(i));
        }
        return text.toString();
    }

    String of(JsonNode schema, long at) {
        var format = schema.path("format").asText("");
        var text = format.isEmpty() ? words(at, WORDS) : formatted(format, at);
        return bounded(schema, text, format.isEmpty());
    }

    private String bounded(JsonNode schema, String text, boolean free) {
        int shortest = schema.path("minLength").asInt(0);
        int longest = schema.path("maxLength").asInt(LONGEST);
        Unmet.unless(shortest <= Math.min(longest, LONGEST), "such a 'minLength'");
        var fitted = free ? fit(text, shortest, Math.max(0, longest)) : text;
        boolean fits = fitted.length() >= shortest && fitted.length() <= longest;
        Unmet.unless(fits, "a 'format' of such a length");
        return fitted;
    }

    private static String fit(String text, int shortest, int longest) {
        var enough = text.repeat(shortest / text.length() + 1);
        int length = Math.clamp(text.length(), shortest, longest);
        return enough.substring(0, length);
    }

    private String formatted(String format, long at) {
        long scattered = Mix.at(seed, at);
        var word = words(at, 1);
        return switch (format) {
            case "date" -> day(scattered).toString();
            case "date-time" -> day(scattered) + "T12:30:00Z";
            case "time" -> "12:30:00Z";
            case "duration" -> "PT" + (1 + Math.floorMod(scattered, 59)) + "M";
            case "email", "idn-email" -> word + "@example.com";
            case "hostname", "idn-hostname" -> word + ".example.com";
            case "ipv4" -> "192.0.2." + Math.floorMod(scattered, 256);
            case "ipv6" ->
                    "2001:db8::" + Integer.toHexString((int) Math.floorMod(scattered, 65_536L));
            case "uri", "uri-reference", "iri", "url" -> "https://example.com/" + word;
            case "uuid" -> uuid(scattered).toString();
            default -> throw new Unmet("the 'format' " + format);
        };
    }

    private static LocalDate day(long scattered) {
        return LocalDate.of(2024, 1, 1).plusDays(Math.floorMod(scattered, 1_000));
    }

    /** Version 4, variant 2. */
    private static UUID uuid(long scattered) {
        long high = scattered & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
        long low = Mix.at(scattered, 1) & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
