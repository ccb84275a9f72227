// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;

import java.util.OptionalLong;

/**
 * An engine that was found on this host, and answers.
 *
 * @param engine what it is
 * @param devices on which devices it computes
 * @param how it was found, for a person: {@code pid 2211}, or {@code port 8000}
 * @param pid its first process, empty where only the port is known
 */
public record Found(EngineConfig engine, DeviceClaim devices, String how, OptionalLong pid) {}
