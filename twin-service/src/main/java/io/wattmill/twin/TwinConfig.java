// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.twin.emulator.EmulatorConfig;
import io.wattmill.twin.http.TwinHttpConfig;
import io.wattmill.twin.store.RunsConfig;
import io.wattmill.twin.store.TracesConfig;

/**
 * Settings of the twin: section {@code twin}.
 *
 * @param http its REST API
 * @param emulator the emulated fleet
 * @param postgres where plans and runs are kept
 * @param runs whether they are, and how many
 * @param traces what is read of a trace, and those that are sent here
 */
public record TwinConfig(
        TwinHttpConfig http,
        EmulatorConfig emulator,
        PostgresConfig postgres,
        RunsConfig runs,
        TracesConfig traces) {}
