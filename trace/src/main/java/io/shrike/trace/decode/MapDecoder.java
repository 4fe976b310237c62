package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.Activity.LibraryActivity;
import io.shrike.model.ByteString;
import java.util.List;

/** Executable mappings of files: mmap and mmap2 with PROT_EXEC (mmap(2)). */
final class MapDecoder implements Decoder {
    private static final int PROT_EXEC = 4;
    private static final int MAP_ANONYMOUS = 0x20;

    private final ProgramFiles files;

    MapDecoder(ProgramFiles files) {
        this.files = files;
    }

    @Override
    public List<Activity> decode(Call call) {
        if ((call.intArgument(2) & PROT_EXEC) == 0 || (call.intArgument(3) & MAP_ANONYMOUS) != 0) {
            return List.of();
        }
        return call.descriptor(4)
                .map(file -> List.<Activity>of(new LibraryActivity(
                        call.name(),
                        file,
                        file.path().asOptional().filter(this::isNew).isPresent())))
                .orElse(List.of());
    }

    private boolean isNew(ByteString path) {
        return files.isNew(path);
    }
}
