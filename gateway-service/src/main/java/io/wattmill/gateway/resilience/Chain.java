// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import io.wattmill.gateway.wire.ApiError;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The models that may take over a request: those that its caller names, else the site's. */
public sealed interface Chain {

    /** How a caller names them: {@code a, b}, or {@code none}. */
    String HEADER = "x-wattmill-fallback";

    /** What a caller says who wants no other model than it asked for. */
    String NONE = "none";

    /** In this order; none twice, and not the model asked for. */
    record Models(List<String> others) implements Chain {}

    /** The caller named something that it may not. */
    record Refused(ApiError error) implements Chain {}

    /**
     * The chain of one request.
     *
     * @param wish value of the header; empty when it was not sent
     * @param model the model asked for
     * @param configured the site's own; those that the caller may not call are left out
     * @param max models that may be named
     */
    static Chain of(
            Optional<String> wish,
            String model,
            List<String> configured,
            int max,
            Predicate<String> mayCall) {
        if (wish.isEmpty()) {
            return new Models(configured.stream().filter(mayCall).toList());
        }
        return wish.get().strip().equals(NONE)
                ? new Models(List.of())
                : named(wish.get(), model, max, mayCall);
    }

    private static Chain named(String wish, String model, int max, Predicate<String> mayCall) {
        Set<String> models = new LinkedHashSet<>();
        for (String part : wish.split(",", max + 2)) {
            String name = part.strip();
            if (!isName(name) || name.equals(model) || !models.add(name)) {
                return malformed(max);
            }
            if (!mayCall.test(name)) {
                return new Refused(ApiError.modelNotAllowed(name));
            }
        }
        return models.size() > max ? malformed(max) : new Models(List.copyOf(models));
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && c != ',');
    }

    private static Chain malformed(int max) {
        return new Refused(
                ApiError.badParameter(
                        HEADER,
                        "invalid_fallback",
                        "'"
                                + HEADER
                                + "' must name at most "
                                + max
                                + " models with commas between them, each once and not the one"
                                + " asked for; or 'none'."));
    }
}
