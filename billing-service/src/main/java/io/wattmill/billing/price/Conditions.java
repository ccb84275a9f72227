// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Comparator;

/**
 * Which requests a line is for; an empty text, 0 and {@link TimeOfUse#ALWAYS} mean all.
 *
 * @param organization whose requests
 * @param project whose requests
 * @param tier the service tier that was asked for, for example batch, flex or priority
 * @param time when the request was admitted
 * @param aboveInput requests that read more tokens than this, cached ones included; they are
 *     charged at this line as a whole, as the vendors do
 */
public record Conditions(
        String organization, String project, String tier, TimeOfUse time, long aboveInput) {

    /** Every request. */
    public static final Conditions NONE = new Conditions("", "", "", TimeOfUse.ALWAYS, 0);

    private static final int MAX_CHARS = 256;

    /**
     * The more special of two comes first: a project's line before its organization's, before one
     * of a tier, before one of a time of day, before the highest context tier.
     */
    static final Comparator<Conditions> SPECIAL_FIRST =
            Comparator.comparing((Conditions c) -> c.project.isEmpty())
                    .thenComparing(c -> c.organization.isEmpty())
                    .thenComparing(c -> c.tier.isEmpty())
                    .thenComparing(c -> !c.time.isCondition())
                    .thenComparing(Comparator.comparingLong(Conditions::aboveInput).reversed());

    public Conditions {
        tier = Tier.of(tier);
        if (aboveInput < 0 || !isName(organization) || !isName(project) || !isName(tier)) {
            throw new IllegalArgumentException(
                    "a condition's text has at most "
                            + MAX_CHARS
                            + " characters and no NUL, and above is 0 or more");
        }
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_CHARS && text.indexOf('\0') < 0;
    }

    /** Every request of a tier. */
    public static Conditions ofTier(String tier) {
        return new Conditions("", "", tier, TimeOfUse.ALWAYS, 0);
    }

    /** Whether they are met. */
    boolean hold(Situation situation, long inputTokens) {
        return (aboveInput == 0 || inputTokens > aboveInput)
                && (tier.isEmpty() || tier.equals(situation.tier()))
                && (project.isEmpty() || project.equals(situation.project()))
                && (organization.isEmpty() || organization.equals(situation.organization()))
                && (!time.isCondition() || time.contains(situation.atUs()));
    }

    /** Whether both may hold for one request while neither is more special. */
    boolean tie(Conditions other) {
        return SPECIAL_FIRST.compare(this, other) == 0
                && tier.equals(other.tier)
                && project.equals(other.project)
                && organization.equals(other.organization)
                && time.overlaps(other.time);
    }
}
