/* enumerate DIRECTORY ENTRIES

   Reads all fields of all entries of the journal files in a directory, as fast as sd_journal(3) gives them, and does nothing with them.
   Fails unless there are so many entries. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-journal.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: enumerate DIRECTORY ENTRIES\n");
        return 2;
    }
    sd_journal *journal;
    int result = sd_journal_open_directory(&journal, argv[1], 0);
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", argv[1], strerror(-result));
        return 1;
    }
    long entries = 0, fields = 0, bytes = 0;
    while ((result = sd_journal_next(journal)) > 0) {
        const void *data;
        size_t length;
        entries++;
        while (sd_journal_enumerate_available_data(journal, &data, &length) > 0) {
            fields++;
            /* Touched, so that it is read. */
            bytes += (long)length + *(const char *)data;
        }
    }
    sd_journal_close(journal);
    printf("%ld entries, %ld fields, %ld\n", entries, fields, bytes);
    if (result < 0 || entries != atol(argv[2])) {
        fprintf(stderr, "%ld entries were read, not %s\n", entries, argv[2]);
        return 1;
    }
    return 0;
}
