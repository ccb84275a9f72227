// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * The member {@code wattmill} of a response's usage.
 *
 * @param energyUj predicted joules at the IT boundary (device and host), microjoules; empty where
 *     nobody here can know them
 * @param costNano what the caller is charged, 1e-9 of the currency; empty while no price is known
 * @param currency ISO 4217 code
 * @param carbonUg carbon at the facility boundary, micrograms of CO2 equivalent; empty like the
 *     joules
 */
public record WattmillUsage(
        OptionalLong energyUj, OptionalLong costNano, String currency, OptionalLong carbonUg) {

    /** Of an engine that is metered. */
    public WattmillUsage(long energyUj, OptionalLong costNano, String currency, long carbonUg) {
        this(OptionalLong.of(energyUj), costNano, currency, OptionalLong.of(carbonUg));
    }

    /** Of an engine that nobody here can meter. */
    public static WattmillUsage unmetered(OptionalLong costNano, String currency) {
        return new WattmillUsage(OptionalLong.empty(), costNano, currency, OptionalLong.empty());
    }

    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** The member's value, UTF-8 JSON with exact decimals. */
    public byte[] json() {
        String text =
                "{\"energy_joules\":"
                        + orNull(energyUj, 6)
                        + ",\"energy_method\":\""
                        + (energyUj.isPresent() ? "predicted" : "unmetered")
                        + "\",\"cost\":"
                        + orNull(costNano, 9)
                        + ",\"currency\":"
                        + Text.of(WireJson.string(currency))
                        + ",\"carbon_grams\":"
                        + orNull(carbonUg, 6)
                        + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@code json}, which has at least one member, with this one added to its usage, or with a
     * usage made of {@code tokens} when the engine's is missing or makes no sense.
     */
    public List<Slice> spliceInto(EngineJson json, Usage tokens) {
        var splices = new Splices(json.text());
        if (json.usageValue().isEmpty()) {
            splices.insert(json.end(), named(",\"usage\":", usageJson(tokens)));
        } else if (json.usage().isEmpty()) {
            splices.replace(json.usageValue().get(), usageJson(tokens));
        } else {
            int end = json.usageValue().get().to() - 1;
            splices.insert(end, named(",\"wattmill\":", json()));
        }
        return splices.slices();
    }

    /** A whole usage object for an engine that reported none. */
    byte[] usageJson(Usage tokens) {
        return WireJson.text(
                out -> {
                    out.writeStartObject();
                    out.writeNumberField("prompt_tokens", tokens.prompt());
                    out.writeNumberField("completion_tokens", tokens.completion());
                    out.writeNumberField("total_tokens", tokens.prompt() + tokens.completion());
                    out.writeFieldName("wattmill");
                    out.writeRawValue(Text.of(json()));
                    out.writeEndObject();
                });
    }

    private static byte[] named(String name, byte[] value) {
        return Splices.join(List.of(Slice.of(Text.ascii(name)), Slice.of(value)));
    }

    private static String orNull(OptionalLong unscaled, int scale) {
        return unscaled.isPresent() ? decimal(unscaled.getAsLong(), scale) : "null";
    }

    /** Without zeros at the end, and without an exponent. */
    private static String decimal(long unscaled, int scale) {
        long unit = POWERS[scale];
        long rest = unscaled % unit;
        if (unscaled < 0 || rest == 0) {
            return rest == 0 ? Long.toString(unscaled / unit) : exact(unscaled, scale);
        }
        String digits = Long.toString(unit + rest);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return unscaled / unit + "." + digits.substring(1, end);
    }

    private static String exact(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
    }
}
