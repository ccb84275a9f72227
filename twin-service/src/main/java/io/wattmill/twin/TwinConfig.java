// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import io.wattmill.twin.emulator.EmulatorConfig;
import io.wattmill.twin.http.TwinHttpConfig;

/**
 * Settings of the twin: section {@code twin}.
 *
 * @param http its REST API
 * @param emulator the emulated fleet
 */
public record TwinConfig(TwinHttpConfig http, EmulatorConfig emulator) {}
