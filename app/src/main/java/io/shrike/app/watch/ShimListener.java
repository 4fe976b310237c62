package io.shrike.app.watch;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.trace.launch.ShimMessage;
import java.util.Optional;

/** The listener that a shim hands over. */
final class ShimListener {
    /** One slot of the page; a single stop thread serves one call at a time. */
    private static final int PENDING_SLOT = 256;

    private static final int SEALS = Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK;

    private ShimListener() {}

    /** Serves over the page that the shim shares, so that it can answer in the sensor's stead. */
    static SeccompListener of(ShimMessage.Listener launched) {
        Optional<NativeBuffer> page = launched.pendingPageFd() < 0
                ? Optional.empty()
                : NativeBuffer.shared(launched.pendingPageFd(), PENDING_SLOT);
        return new SeccompListener(launched.listenerFd(), page);
    }

    /**
     * As {@link #of}, from another container: the page is used only where nobody can take it away any more, which would end this
     * process.
     */
    static SeccompListener ofPeer(ShimMessage.Listener launched) {
        int page = launched.pendingPageFd();
        boolean lasting = page >= 0 && (FileCalls.fcntl(page, Fcntl.F_GET_SEALS, 0) & SEALS) == SEALS;
        Optional<NativeBuffer> shared = lasting ? NativeBuffer.shared(page, PENDING_SLOT) : Optional.empty();
        for (int fd : new int[] {page, launched.stdoutFd()}) {
            if (fd >= 0) {
                FileCalls.close(fd);
            }
        }
        return new SeccompListener(launched.listenerFd(), shared);
    }
}
