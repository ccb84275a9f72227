// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;

/**
 * An engine that was found on this host, and answers.
 *
 * @param engine what it is
 * @param devices on which devices it computes
 * @param how it was found, for a person: {@code pid 2211}, or {@code port 8000}
 */
public record Found(EngineConfig engine, DeviceClaim devices, String how) {}
