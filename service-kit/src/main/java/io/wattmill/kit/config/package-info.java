// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration: one YAML file, environment over it, bound to record trees. Reports every problem
 * at once, with its path. Must not know any service. Start at {@link
 * io.wattmill.kit.config.Configuration}.
 */
@NullMarked
package io.wattmill.kit.config;

import org.jspecify.annotations.NullMarked;
