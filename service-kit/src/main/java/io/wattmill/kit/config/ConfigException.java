// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, at once. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the configuration. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
