// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.meter.ClosedWindow.DeviceSlice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is written to the energy ledger for one window: meters to the engine's clearing account,
 * that to the users.
 */
public final class WindowBooking {

    private final long windowId;
    private final ClosedWindow window;
    private final List<Transfer> transfers = new ArrayList<>();

    private WindowBooking(long windowId, ClosedWindow window) {
        this.windowId = windowId;
        this.window = window;
    }

    /**
     * The transfers of an attributed window: one per device, one per kind of use and owner; none
     * for what is zero.
     *
     * @param project the project that a request belongs to
     */
    public static List<Transfer> transfers(
            long windowId,
            ClosedWindow window,
            List<Share> shares,
            Function<UUID, String> project) {
        WindowBooking booking = new WindowBooking(windowId, window);
        window.devices().forEach(booking::fromMeter);
        booking.sums(shares, project).forEach(booking::toUser);
        return List.copyOf(booking.transfers);
    }

    private Map<UseKey, Long> sums(List<Share> shares, Function<UUID, String> project) {
        Map<UseKey, Long> sums = new TreeMap<>();
        for (Share share : shares) {
            String owner =
                    switch (share) {
                        case Share.OfRequest of -> project.apply(of.requestId());
                        case Share.Overhead _ -> engineOwner();
                    };
            sums.merge(new UseKey(share.kind(), owner), share.energyUj(), Math::addExact);
        }
        return sums;
    }

    private record UseKey(ShareKind kind, String owner) implements Comparable<UseKey> {
        @Override
        public int compareTo(UseKey other) {
            return kind == other.kind ? owner.compareTo(other.owner) : kind.compareTo(other.kind);
        }
    }

    private void fromMeter(DeviceSlice slice) {
        String device = window.nodeId() + "/" + slice.deviceId();
        add(clearing(), Account.energy(AccountCode.DEVICE_METER, device), slice.energyUj());
    }

    private void toUser(UseKey use, long energyUj) {
        add(Account.energy(use.kind().account(), use.owner()), clearing(), energyUj);
    }

    private void add(Account debit, Account credit, long energyUj) {
        if (energyUj > 0) {
            transfers.add(
                    new Transfer(
                            TransferIds.ofWindow(windowId, transfers.size()),
                            new Transfer.OfWindow(windowId),
                            debit,
                            credit,
                            energyUj));
        }
    }

    private Account clearing() {
        return Account.energy(AccountCode.ENERGY_CLEARING, engineOwner());
    }

    private String engineOwner() {
        return window.nodeId() + "/" + window.engineId();
    }
}
