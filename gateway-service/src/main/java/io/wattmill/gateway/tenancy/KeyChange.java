// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import io.wattmill.gateway.identity.IpRange;
import io.wattmill.gateway.identity.KeyBounds;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is to be different of a key. Empty means as it is; what is there replaces the whole.
 *
 * @param models that it may call; an empty list means all
 * @param ranges that it may come from; an empty list means anywhere
 * @param zone its data zone; an empty one inside means any
 * @param noLog whether it asks for no log
 * @param expiresAtUs epoch microseconds; an empty one inside means never
 */
public record KeyChange(
        Optional<List<String>> models,
        Optional<List<IpRange>> ranges,
        Optional<Optional<String>> zone,
        Optional<Boolean> noLog,
        Optional<OptionalLong> expiresAtUs) {

    static final Set<String> MEMBERS =
            Set.of("allowed_models", "ip_ranges", "data_zone", "no_log", "expires_at_us");

    /** The year 9999 ends: no later instant fits every reader. */
    private static final long LAST_US = 253_402_300_799_999_999L;

    private static final String RANGES_SAY =
            "addresses or ranges such as 10.0.0.0/8 or 2001:db8::/32, no bit set beyond the prefix";

    /**
     * {@code {"allowed_models": [...], "ip_ranges": [...], "data_zone": "eu", "no_log": true,
     * "expires_at_us": 1}}; null takes a zone or an expiry away.
     *
     * @param nowUs an expiry must be later
     */
    public static Parsed<KeyChange> parse(byte[] body, long nowUs) {
        return Fields.read(body, MEMBERS, fields -> of(fields, nowUs));
    }

    static KeyChange of(Fields fields, long nowUs) {
        return new KeyChange(
                given(fields, "allowed_models")
                        .map(name -> fields.list(name, KeyChange::model, "names of models")),
                given(fields, "ip_ranges")
                        .map(name -> fields.list(name, IpRange::parse, RANGES_SAY)),
                given(fields, "data_zone")
                        .map(name -> fields.text(name, Names.ZONE, "a zone's name, or null")),
                given(fields, "no_log").map(name -> fields.flag(name, false)),
                given(fields, "expires_at_us").map(name -> later(fields, name, nowUs)));
    }

    private static Optional<String> given(Fields fields, String name) {
        return fields.has(name) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> model(String text) {
        return Names.MODEL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static OptionalLong later(Fields fields, String name, long nowUs) {
        OptionalLong at = fields.count(name, "epoch microseconds, or null");
        if (at.isPresent() && (at.getAsLong() <= nowUs || at.getAsLong() > LAST_US)) {
            throw new Fields.Wrong(
                    name, "'" + name + "' must be epoch microseconds after now (" + nowUs + ").");
        }
        return at;
    }

    /** Whether there is anything to do. */
    public boolean isEmpty() {
        return models.isEmpty()
                && ranges.isEmpty()
                && zone.isEmpty()
                && noLog.isEmpty()
                && expiresAtUs.isEmpty();
    }

    /** The bounds as they will be. */
    public KeyBounds appliedTo(KeyBounds bounds) {
        return new KeyBounds(
                models.map(Set::copyOf).orElse(bounds.models()),
                ranges.orElse(bounds.ranges()),
                zone.orElse(bounds.zone()),
                noLog.orElse(bounds.noLog()));
    }

    /** The expiry as it will be. */
    public OptionalLong expiry(OptionalLong now) {
        return expiresAtUs.orElse(now);
    }
}
